namespace KvFleet.Kubernetes.Models;

/// <summary>What the API server posts to an admission webhook (<c>admission.k8s.io/v1</c>), and gets back.</summary>
public sealed class V1AdmissionReview
{
    /// <summary>Group and version; the answer carries that of the question.</summary>
    public string ApiVersion { get; set; } = "admission.k8s.io/v1";

    /// <summary>Kind.</summary>
    public string Kind { get; set; } = "AdmissionReview";

    /// <summary>The question; null in an answer.</summary>
    public V1AdmissionRequest? Request { get; set; }

    /// <summary>The answer; null in a question.</summary>
    public V1AdmissionResponse? Response { get; set; }
}
