using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Google.Protobuf;
using KvFleet.Grpc;

namespace KvFleet.NodePlugin.Tests.Csi;

/// <summary>Calls a gRPC server on a Unix socket, as the kubelet does.</summary>
internal sealed class GrpcClient : IDisposable
{
    private readonly HttpClient _client;

    public GrpcClient(string socketPath) => _client = new HttpClient(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });

    public async Task<T> CallAsync<T>(string method, IMessage request)
        where T : class, IMessage<T>, new()
    {
        var message = request.ToByteArray();
        var framed = new byte[5 + message.Length];
        BinaryPrimitives.WriteUInt32BigEndian(framed.AsSpan(1), (uint)message.Length);
        message.CopyTo(framed, 5);
        using var call = new HttpRequestMessage(HttpMethod.Post, $"http://localhost/{method}")
        {
            Content = new ByteArrayContent(framed),
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        call.Content.Headers.TryAddWithoutValidation("Content-Type", "application/grpc");
        using var response = await _client.SendAsync(call, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var status = (StatusCode)int.Parse(response.TrailingHeaders.GetValues("grpc-status").Single());
        if (status != StatusCode.OK)
            throw new RpcException(new Status(status, Uri.UnescapeDataString(response.TrailingHeaders.GetValues("grpc-message").Single())));
        return new MessageParser<T>(() => new T()).ParseFrom(body.AsSpan(5));
    }

    public void Dispose() => _client.Dispose();
}
