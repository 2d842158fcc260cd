using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace KvFleet.Testing;

/// <summary>Understands paths of the API.</summary>
internal static class FakeRequestReader
{
    public static async Task<FakeRequest> ReadAsync(HttpContext context)
    {
        var query = context.Request.Query.ToDictionary(q => q.Key, q => q.Value.ToString());
        JsonNode? body = null;
        if (context.Request.ContentLength > 0 || context.Request.Headers.TransferEncoding.Count > 0)
            body = await JsonNode.ParseAsync(context.Request.Body);
        var path = context.Request.Path.Value ?? "/";
        var request = new FakeRequest
        {
            Method = context.Request.Method,
            Path = path,
            Query = query,
            Verb = context.Request.Method.ToLowerInvariant(),
            Headers = context.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString()),
            Protocol = context.Request.Protocol,
            Body = body,
        };
        return Place(request, path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray());
    }

    private static FakeRequest Place(FakeRequest request, string[] parts)
    {
        var (group, version, rest) = parts switch
        {
            ["api", var v, .. var r] => (string.Empty, v, r),
            ["apis", var g, var v, .. var r] => (g, v, r),
            _ => (string.Empty, string.Empty, Array.Empty<string>()),
        };
        if (rest.Length == 0)
            return request with { Group = group, Version = version };
        string? @namespace = null;
        if (rest is ["namespaces", var ns, _, ..] && rest[2] is not ("status" or "finalize"))
        {
            @namespace = ns;
            rest = rest[2..];
        }

        var placed = request with
        {
            Group = group,
            Version = version,
            Resource = rest[0],
            Namespace = @namespace,
            Name = rest.ElementAtOrDefault(1),
            Subresource = rest.ElementAtOrDefault(2),
        };
        return placed with { Verb = VerbOf(placed) };
    }

    private static string VerbOf(FakeRequest request) => (request.Method, request.Name) switch
    {
        ("GET", null) => request.Query.GetValueOrDefault("watch") is "true" or "1" ? "watch" : "list",
        ("GET", _) => "get",
        ("POST", _) => "create",
        ("PUT", _) => "update",
        ("PATCH", _) => request.Headers.GetValueOrDefault("content-type", "").StartsWith("application/apply-patch", StringComparison.Ordinal) ? "apply" : "patch",
        ("DELETE", null) => "deletecollection",
        ("DELETE", _) => "delete",
        _ => request.Verb,
    };
}
