using System.Net.Sockets;
using KvFleet.Grpc.Connections;
using KvFleet.Grpc.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace KvFleet.Grpc.Tests;

/// <summary>A real Kestrel on a Unix socket of its own.</summary>
internal sealed class GrpcTestServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _directory;

    private GrpcTestServer(WebApplication app, string directory, string socketPath)
    {
        _app = app;
        _directory = directory;
        SocketPath = socketPath;
    }

    public string SocketPath { get; }

    public static async Task<GrpcTestServer> StartAsync(
        Action<IEndpointRouteBuilder> map, bool rewriteAuthority = true, HttpProtocols protocols = HttpProtocols.Http2)
    {
        var directory = Directory.CreateTempSubdirectory("kvfleet-grpc-").FullName;
        var socketPath = Path.Combine(directory, "s");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(socketPath, listen =>
        {
            listen.Protocols = protocols;
            if (rewriteAuthority)
            {
                listen.UseAuthorityRewriting();
            }
        }));
        var app = builder.Build();
        map(app);
        app.MapGrpcUnimplemented();
        await app.StartAsync();
        return new GrpcTestServer(app, directory, socketPath);
    }

    public async Task<NetworkStream> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath), cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    public HttpClient CreateClient() => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellationToken) => await ConnectAsync(cancellationToken),
    })
    {
        BaseAddress = new Uri("http://localhost"),
    };

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
