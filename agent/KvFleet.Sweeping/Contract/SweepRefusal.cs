namespace KvFleet.Sweeping.Contract;

/// <summary>Something that was not done, or not as wanted.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Message">What, where, and what to do.</param>
public sealed record SweepRefusal(SweepReason Reason, string Message);
