namespace KvFleet.Store.Extents.Holders;

/// <summary>Why a holder does not get on, and when it is tried again.</summary>
/// <param name="Reason">One of <see cref="HolderReasons"/> or an <see cref="ExtentFault"/>'s name.</param>
/// <param name="Message">What failed, where, and what to do.</param>
/// <param name="RetryAt">When the failed step is tried again.</param>
public sealed record HolderFailure(string Reason, string Message, DateTimeOffset RetryAt);
