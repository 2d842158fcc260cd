using System.Runtime.InteropServices;

namespace KvFleet.NodePlugin.Hosting;

/// <summary><c>kvfleet-node wait</c>: does nothing until it is told to end. The pod into which the kubelet mounts a shared filesystem needs a process, and no more.</summary>
internal static class PodWait
{
    /// <summary>Waits for SIGTERM or SIGINT.</summary>
    public static async Task RunAsync()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        await ended.Task;

        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            ended.TrySetResult();
        }
    }
}
