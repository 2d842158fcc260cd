using System.Net;
using System.Text.Json.Nodes;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Admission;

/// <summary>Answers to admission questions.</summary>
public static class AdmissionAnswers
{
    /// <summary>It may be done.</summary>
    /// <param name="request">The question.</param>
    /// <param name="warnings">Shown to the user.</param>
    public static V1AdmissionReview Allow(this V1AdmissionRequest request, params IReadOnlyList<string> warnings) =>
        Answer(request, new V1AdmissionResponse { Allowed = true, Warnings = OrNull(warnings) });

    /// <summary>It may be done, with changes.</summary>
    /// <param name="request">The question.</param>
    /// <param name="operations">A JSON patch (RFC 6902) of <see cref="V1AdmissionRequest.Object"/>; see <see cref="JsonPatchOperations.Between"/>.</param>
    /// <param name="warnings">Shown to the user.</param>
    public static V1AdmissionReview Patch(this V1AdmissionRequest request, JsonArray operations, params IReadOnlyList<string> warnings) =>
        // Even an empty patch would make the server decode and encode the object again.
        operations.Count == 0
            ? request.Allow(warnings)
            : Answer(request, new V1AdmissionResponse
            {
                Allowed = true,
                Patch = ApplyBody.Bytes(operations),
                PatchType = "JSONPatch",
                Warnings = OrNull(warnings),
            });

    /// <summary>It may not be done.</summary>
    /// <param name="request">The question.</param>
    /// <param name="message">Why, and what to do instead; the user sees it.</param>
    /// <param name="code">The HTTP status code of the server's answer.</param>
    /// <param name="reason">One of <see cref="StatusReasons"/>; null for what fits the code.</param>
    /// <param name="warnings">Shown to the user.</param>
    public static V1AdmissionReview Deny(
        this V1AdmissionRequest request,
        string message,
        HttpStatusCode code = HttpStatusCode.Forbidden,
        string? reason = null,
        params IReadOnlyList<string> warnings) => Answer(request, new V1AdmissionResponse
        {
            Allowed = false,
            Status = new V1Status { Status = "Failure", Message = message, Code = (int)code, Reason = reason ?? StatusReasonOfCode.Of((int)code) },
            Warnings = OrNull(warnings),
        });

    private static V1AdmissionReview Answer(V1AdmissionRequest request, V1AdmissionResponse response)
    {
        response.Uid = request.Uid;
        return new V1AdmissionReview { Response = response };
    }

    private static List<string>? OrNull(IReadOnlyList<string> warnings) => warnings.Count == 0 ? null : [.. warnings];
}
