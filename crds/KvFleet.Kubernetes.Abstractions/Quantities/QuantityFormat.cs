namespace KvFleet.Kubernetes;

/// <summary>The family of suffixes that a quantity was written with and is printed in.</summary>
public enum QuantityFormat
{
    /// <summary>Powers of 1000: <c>n u m k M G T P E</c>.</summary>
    DecimalSI,

    /// <summary>Powers of 1024: <c>Ki Mi Gi Ti Pi Ei</c>.</summary>
    BinarySI,

    /// <summary>Powers of ten: <c>e3</c>.</summary>
    DecimalExponent,
}
