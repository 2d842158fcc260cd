namespace KvFleet.Kubernetes.Models;

/// <summary>Values of <see cref="V1AdmissionRequest.Operation"/>.</summary>
public static class AdmissionOperations
{
    /// <summary>An object is created.</summary>
    public const string Create = "CREATE";

    /// <summary>An object is changed.</summary>
    public const string Update = "UPDATE";

    /// <summary>An object is deleted.</summary>
    public const string Delete = "DELETE";

    /// <summary>A subresource is connected to, for example <c>pods/exec</c>.</summary>
    public const string Connect = "CONNECT";
}
