namespace KvFleet.Store;

/// <summary>Whether a client's bytes are the pool's.</summary>
public enum StoreAgreementOutcome
{
    /// <summary>They are, or it does not say.</summary>
    Agreed,

    /// <summary>Its rows have another size.</summary>
    WrongStride,

    /// <summary>Its bytes mean something else.</summary>
    FingerprintMismatch,
}
