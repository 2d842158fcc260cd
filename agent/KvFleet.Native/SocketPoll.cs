using System.Runtime.InteropServices;
using KvFleet.Native.Interop;

namespace KvFleet.Native;

/// <summary>Waiting on one socket with the calling thread: for clients, which have one connection and nothing else to do.</summary>
public static class SocketPoll
{
    /// <summary>Waits until there is something to receive, or an end.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="timeout">How long; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    /// <returns>False when the time is over.</returns>
    /// <exception cref="NativeException">poll failed.</exception>
    public static bool WaitReadable(SafeHandle socket, TimeSpan timeout) => Wait(socket, Libc.PollIn, timeout) != 0;

    /// <summary>Waits until there is room to send, or an end.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="timeout">How long; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    /// <returns>False when the time is over.</returns>
    /// <exception cref="NativeException">poll failed.</exception>
    public static bool WaitWritable(SafeHandle socket, TimeSpan timeout) => Wait(socket, Libc.PollOut, timeout) != 0;

    /// <summary>Whether the peer has closed the connection, or died.</summary>
    /// <param name="socket">The socket.</param>
    /// <exception cref="NativeException">poll failed.</exception>
    public static bool IsHungUp(SafeHandle socket) => (Wait(socket, Libc.PollReadHangUp, TimeSpan.Zero) & (Libc.PollReadHangUp | Libc.PollHangUp | Libc.PollError)) != 0;

    private static unsafe int Wait(SafeHandle socket, short events, TimeSpan timeout)
    {
        var added = false;
        socket.DangerousAddRef(ref added);
        try
        {
            var descriptor = new PollDescriptor { Number = (int)socket.DangerousGetHandle(), Events = events };
            while (Libc.Poll(&descriptor, 1, timeout == Timeout.InfiniteTimeSpan ? -1 : (int)Math.Min(timeout.TotalMilliseconds, int.MaxValue)) < 0)
            {
                if (Marshal.GetLastPInvokeError() != Errno.EINTR)
                    throw NativeException.FromLastError("poll");
            }

            return descriptor.Happened;
        }
        finally
        {
            socket.DangerousRelease();
        }
    }
}
