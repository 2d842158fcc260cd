namespace KvFleet.Grpc;

/// <summary>The outcome of a call: a code for programs and a sentence for people.</summary>
/// <param name="StatusCode">What programs branch on.</param>
/// <param name="Detail">What happened, where, and what to do; sent to the caller as it is, so it must hold no secret.</param>
public readonly record struct Status(StatusCode StatusCode, string Detail)
{
    /// <summary>Success, which needs no words.</summary>
    public static Status DefaultSuccess { get; } = new(StatusCode.OK, string.Empty);
}
