using System.Runtime.InteropServices;

namespace KvFleet.Native;

/// <summary>A system call failed. The message says which, on what, with which error, and the remedy where one is known.</summary>
public sealed class NativeException : IOException
{
    /// <summary>Makes the exception of one failed call.</summary>
    /// <param name="call">The call by its C name, for example <c>mlock</c>.</param>
    /// <param name="errorNumber">The errno it left; see <see cref="Errno"/>.</param>
    /// <param name="subject">What it was about: a path, a size. May be null.</param>
    public NativeException(string call, int errorNumber, string? subject = null)
        : base(Describe(call, errorNumber, subject))
    {
        Call = call;
        ErrorNumber = errorNumber;
        Remedy = ErrnoText.Remedy(call, errorNumber);
    }

    /// <summary>The failed call by its C name.</summary>
    public string Call { get; }

    /// <summary>The errno of the failure.</summary>
    public int ErrorNumber { get; }

    /// <summary>The symbolic name of <see cref="ErrorNumber"/>, for example <c>ENOMEM</c>.</summary>
    public string ErrorName => Errno.Name(ErrorNumber);

    /// <summary>What a person can do about it; null where nothing general can be said.</summary>
    public string? Remedy { get; }

    /// <summary>The exception of the call that just failed on this thread.</summary>
    internal static NativeException FromLastError(string call, string? subject = null) =>
        new(call, Marshal.GetLastPInvokeError(), subject);

    /// <summary>Returns <paramref name="result"/>, or throws when it is negative.</summary>
    internal static int Check(int result, string call, string? subject = null) =>
        result < 0 ? throw FromLastError(call, subject) : result;

    private static string Describe(string call, int errorNumber, string? subject)
    {
        var text = $"{call}{(subject is null ? "" : $" ({subject})")} failed: {Errno.Name(errorNumber)}, {Marshal.GetPInvokeErrorMessage(errorNumber)}.";
        return ErrnoText.Remedy(call, errorNumber) is { } remedy ? $"{text} {remedy}" : text;
    }
}
