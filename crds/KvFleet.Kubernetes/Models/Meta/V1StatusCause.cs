namespace KvFleet.Kubernetes.Models;

/// <summary>One cause of a failure.</summary>
public sealed class V1StatusCause
{
    /// <summary>For programs, for example <c>FieldValueInvalid</c>.</summary>
    public string? Reason { get; set; }

    /// <summary>For people.</summary>
    public string? Message { get; set; }

    /// <summary>Path of the field, for example <c>spec.capacity</c>.</summary>
    public string? Field { get; set; }
}
