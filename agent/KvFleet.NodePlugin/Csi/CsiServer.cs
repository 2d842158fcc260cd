using KvFleet.Grpc;
using KvFleet.Grpc.Connections;
using KvFleet.Grpc.Server;
using KvFleet.NodePlugin.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KvFleet.NodePlugin.Csi;

/// <summary>The two sockets that the kubelet calls. Nothing else reaches these services: the health port is another server.</summary>
internal sealed class CsiServer : IAsyncDisposable
{
    private readonly NodeOptions _options;
    private readonly ILogger _logger;
    private readonly WebApplication _app;

    /// <summary>Builds the server.</summary>
    /// <param name="options">Where the sockets are.</param>
    /// <param name="services">What is served.</param>
    /// <param name="loggers">Logging of the process.</param>
    public CsiServer(NodeOptions options, IEnumerable<IGrpcService> services, ILoggerFactory loggers)
    {
        _options = options;
        _logger = loggers.CreateLogger<CsiServer>();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;

            // In this order: the kubelet calls the first as soon as it sees the second.
            kestrel.ListenUnixSocket(options.CsiSocket, Configure);
            kestrel.ListenUnixSocket(options.RegistrationSocket, Configure);
        });
        _app = builder.Build();
        foreach (var service in services)
            _app.MapGrpcService(service);
        _app.MapGrpcUnimplemented();
    }

    /// <summary>Starts to serve. Sockets that an earlier process left behind are replaced; the host lock says that it is gone.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">A directory is missing or a socket cannot be bound.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_options.CsiSocket)!);
        Directory.CreateDirectory(Path.GetDirectoryName(_options.RegistrationSocket)!);
        File.Delete(_options.CsiSocket);
        File.Delete(_options.RegistrationSocket);
        await _app.StartAsync(cancellationToken);
        CsiLog.Serving(_logger, _options.CsiSocket, _options.RegistrationSocket);
    }

    /// <summary>Takes no more calls, finishes those that run, and removes the two sockets, which tells the kubelet.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static void Configure(ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http2;
        listen.UseAuthorityRewriting();
    }
}
