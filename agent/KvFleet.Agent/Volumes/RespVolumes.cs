using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using KvFleet.Agent.Hosting;
using KvFleet.Agent.Reconciliation;
using KvFleet.Native;
using KvFleet.Resp;
using KvFleet.Resp.Tls;

namespace KvFleet.Agent.Volumes;

/// <summary>Serves the Redis protocol: every listening socket is one pool's, whoever connects to it.</summary>
internal sealed partial class RespVolumes : IDisposable
{
    private readonly StoreDirectory _stores;
    private readonly TimeProvider _time;
    private readonly RespServer _server;
    private readonly ILogger<RespVolumes> _logger;

    public RespVolumes(StoreDirectory stores, TimeProvider time, ILogger<RespVolumes> logger)
    {
        (_stores, _time, _logger) = (stores, time, logger);
        _server = new RespServer(time, LogFailed);
    }

    /// <summary>Starts to serve the pool of a volume on a socket.</summary>
    /// <param name="socket">A listening socket; belongs to the answer.</param>
    /// <param name="volume">The volume.</param>
    public RespListener Listen(StreamSocket socket, VolumeIdentity volume) => _server.Listen(
        socket,
        new RespEndpoint(volume.Pool, () => _stores.Find(volume)) { Version = AgentVersion.Current, MayWrite = () => _stores.MayStore(volume) });

    /// <summary>Opens a TCP port for a pool.</summary>
    /// <param name="address">Address and port.</param>
    /// <param name="namespace">The pool's namespace.</param>
    /// <param name="pool">Its name.</param>
    /// <param name="password">What clients must say first; null for nothing.</param>
    /// <param name="certificate">The certificate; null for no TLS.</param>
    /// <exception cref="NativeException">The port cannot be opened.</exception>
    /// <exception cref="SocketException">The port cannot be opened.</exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "The answer disposes it.")]
    public RespPort Open(IPEndPoint address, string @namespace, string pool, string? password, SslStreamCertificateContext? certificate)
    {
        var endpoint = Endpoint(@namespace, pool, password);
        if (certificate is null)
            return new RespPort(endpoint, _server.Listen(StreamSocket.Listen(address), endpoint), identity: null);
        var identity = new RespPort.Identity(certificate);
        return new RespPort(endpoint, new RespTlsFront(_server, address, endpoint, () => identity.Current, _time), identity);
    }

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();

    private RespEndpoint Endpoint(string @namespace, string pool, string? password) =>
        new(pool, () => _stores.Find(@namespace, pool), password) { Version = AgentVersion.Current };

    [LoggerMessage(1701, LogLevel.Error, "A connection that speaks the Redis protocol failed unexpectedly and was closed. Please report this")]
    private partial void LogFailed(Exception exception);
}
