using System.Globalization;
using System.Text.Json.Nodes;

namespace KvFleet.Testing;

/// <summary>Answers questions that are posted but not stored: whose token, who may, give me a token.</summary>
internal static class FakeReviews
{
    public static JsonObject? Answer(FakeRequest request, FakeApiServerOptions options) => (request.Resource, request.Subresource) switch
    {
        ("tokenreviews", null) => With(request, TokenReview(request, options)),
        ("subjectaccessreviews", null) => With(request, new JsonObject
        {
            ["allowed"] = options.AccessReview?.Invoke(request.Body!["spec"]!.AsObject()) ?? true,
        }),
        ("serviceaccounts", "token") => With(request, new JsonObject
        {
            ["token"] = $"token:{request.Namespace}:{request.Name}:{string.Join('+', request.Body!["spec"]?["audiences"]?.AsArray().Select(a => a!.ToString()) ?? [])}",
            ["expirationTimestamp"] = options.TimeProvider.GetUtcNow().AddHours(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        }),
        _ => null,
    };

    private static JsonObject TokenReview(FakeRequest request, FakeApiServerOptions options)
    {
        var spec = request.Body!["spec"]!;
        var audiences = spec["audiences"]?.AsArray().Select(a => a!.GetValue<string>()).ToArray() ?? [];
        return options.TokenReview?.Invoke(spec["token"]?.GetValue<string>() ?? string.Empty, audiences)
            ?? new JsonObject { ["authenticated"] = false, ["error"] = "invalid bearer token" };
    }

    private static JsonObject With(FakeRequest request, JsonObject status)
    {
        var answer = request.Body!.DeepClone().AsObject();
        answer["status"] = status;
        return answer;
    }
}
