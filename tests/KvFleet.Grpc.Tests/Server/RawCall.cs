using System.Buffers.Binary;
using System.Net;
using Google.Protobuf;

namespace KvFleet.Grpc.Tests.Server;

/// <summary>A gRPC call made by hand, octet for octet.</summary>
internal static class RawCall
{
    public static byte[] Framed(IMessage message, byte compressed = 0)
    {
        var octets = message.ToByteArray();
        var framed = new byte[5 + octets.Length];
        framed[0] = compressed;
        BinaryPrimitives.WriteUInt32BigEndian(framed.AsSpan(1), (uint)octets.Length);
        octets.CopyTo(framed, 5);
        return framed;
    }

    public static HttpRequestMessage Request(string path, byte[] body, string? timeout = null, string contentType = "application/grpc")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new ByteArrayContent(body),
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        request.Headers.TryAddWithoutValidation("te", "trailers");
        if (timeout is not null)
        {
            request.Headers.TryAddWithoutValidation("grpc-timeout", timeout);
        }

        return request;
    }

    public static async Task<RawAnswer> CallAsync(this HttpClient client, string path, byte[] body, string? timeout = null)
    {
        using var response = await client.SendAsync(Request(path, body, timeout));
        var answered = await response.Content.ReadAsByteArrayAsync();
        return new RawAnswer(
            (StatusCode)int.Parse(Field(response, "grpc-status")), Uri.UnescapeDataString(Field(response, "grpc-message")), answered);
    }

    private static string Field(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.TryGetValues(name, out var trailer) ? trailer.Single() : "";
}
