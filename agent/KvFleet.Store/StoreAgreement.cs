namespace KvFleet.Store;

/// <summary>The answer to what a client says of its bytes.</summary>
/// <param name="Outcome">Whether they are the pool's.</param>
/// <param name="Message">What differs and what to do; null when nothing does.</param>
public sealed record StoreAgreement(StoreAgreementOutcome Outcome, string? Message = null)
{
    /// <summary>They are the same.</summary>
    public static StoreAgreement Agreed { get; } = new(StoreAgreementOutcome.Agreed);
}
