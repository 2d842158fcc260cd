namespace KvFleet.Kubernetes.Configuration;

/// <summary>What a credential program prints.</summary>
internal sealed class ExecCredential
{
    public string? ApiVersion { get; set; }

    public ExecCredentialStatus? Status { get; set; }
}
