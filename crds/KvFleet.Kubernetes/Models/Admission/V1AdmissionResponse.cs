namespace KvFleet.Kubernetes.Models;

/// <summary>Whether it may be done.</summary>
public sealed class V1AdmissionResponse
{
    /// <summary>The question's.</summary>
    public string Uid { get; set; } = string.Empty;

    /// <summary>Whether it may.</summary>
    public bool Allowed { get; set; }

    /// <summary>Why not, for the user; its code becomes that of the answer.</summary>
    public V1Status? Status { get; set; }

    /// <summary>A JSON patch of the object, as UTF-8; base64 on the wire. Only when allowed.</summary>
    public byte[]? Patch { get; set; }

    /// <summary><c>JSONPatch</c> where there is a patch.</summary>
    public string? PatchType { get; set; }

    /// <summary>For the audit log; the webhook's name is put before each key.</summary>
    public IDictionary<string, string>? AuditAnnotations { get; set; }

    /// <summary>Shown to the user. Servers cut what is longer than 256 characters, and 4096 altogether.</summary>
    public IList<string>? Warnings { get; set; }
}
