using KvFleet.Grpc.Connections;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using static KvFleet.Grpc.Tests.Connections.Frames;
using static KvFleet.Grpc.Tests.Connections.RecordedBlocks;

namespace KvFleet.Grpc.Tests.Connections;

/// <summary>The recorded requests of an old kubelet against the real server.</summary>
public class KestrelTests
{
    private const byte ResetStream = 3;

    [Fact]
    public async Task An_old_kubelet_is_served_on_every_request_of_a_connection()
    {
        await using var server = await GrpcTestServer.StartAsync(app => app.MapPost("/echo", EchoHost));
        await using var connection = await OpenAsync(server);

        await connection.WriteAsync(Headers(First, 1, Http2Frame.EndHeaders | EndStream));
        (await ReadAnswerAsync(connection, 1)).ShouldBe((Data, "localhost"));
        await connection.WriteAsync(Headers(Second, 3, Http2Frame.EndHeaders | EndStream));
        (await ReadAnswerAsync(connection, 3)).ShouldBe((Data, "localhost"));
    }

    [Fact]
    public async Task Without_the_rewriting_the_server_resets_the_stream()
    {
        await using var server = await GrpcTestServer.StartAsync(app => app.MapPost("/echo", EchoHost), rewriteAuthority: false);
        await using var connection = await OpenAsync(server);

        await connection.WriteAsync(Headers(First, 1, Http2Frame.EndHeaders | EndStream));

        (await ReadAnswerAsync(connection, 1)).Type.ShouldBe(ResetStream, "if this fails, the rewriting is no longer needed");
    }

    [Fact]
    public async Task A_client_that_goes_away_in_the_middle_of_a_frame_harms_nobody()
    {
        await using var server = await GrpcTestServer.StartAsync(app => app.MapPost("/echo", EchoHost));
        await using (var broken = await OpenAsync(server))
        {
            await broken.WriteAsync(Headers(First).AsMemory(0, 20));
        }

        await using var connection = await OpenAsync(server);
        await connection.WriteAsync(Headers(First, 1, Http2Frame.EndHeaders | EndStream));
        (await ReadAnswerAsync(connection, 1)).ShouldBe((Data, "localhost"));
    }

    private static Task EchoHost(HttpContext context) => context.Response.WriteAsync(context.Request.Host.Value ?? "none");

    private static async Task<Stream> OpenAsync(GrpcTestServer server)
    {
        var stream = await server.ConnectAsync(TestContext.Current.CancellationToken);
        await stream.WriteAsync((byte[])[.. Preface, .. Frame(Settings, 0, 0)]);
        return stream;
    }

    /// <summary>The first frame of a stream that is not its header block: its data, or a reset.</summary>
    private static async Task<(byte Type, string Text)> ReadAnswerAsync(Stream stream, uint id)
    {
        var header = new byte[Http2Frame.HeaderLength];
        while (true)
        {
            await stream.ReadExactlyAsync(header, TestContext.Current.CancellationToken);
            var frame = Http2Frame.Read(header);
            var payload = new byte[frame.Length];
            await stream.ReadExactlyAsync(payload, TestContext.Current.CancellationToken);
            if (frame.Stream == id && frame.Type != Http2Frame.Headers)
            {
                return (frame.Type, System.Text.Encoding.UTF8.GetString(payload));
            }
        }
    }
}
