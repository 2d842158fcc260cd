using System.Text;
using System.Text.Json.Nodes;

namespace KvFleet.Testing;

/// <summary>An answer that is ready to be written.</summary>
internal sealed record FakeResponse(int Code, byte[] Body)
{
    public string ContentType { get; init; } = "application/json";

    public static FakeResponse Of(int code, JsonNode body) => new(code, Encoding.UTF8.GetBytes(body.ToJsonString()));

    public static FakeResponse Text(string text) => new(200, Encoding.UTF8.GetBytes(text)) { ContentType = "text/plain; charset=utf-8" };
}
