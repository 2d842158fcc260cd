using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography.X509Certificates;
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

    /// <summary>Starts to serve a pool on a socket.</summary>
    /// <param name="socket">A listening socket; belongs to the answer.</param>
    /// <param name="namespace">The pool's namespace.</param>
    /// <param name="pool">Its name.</param>
    /// <param name="password">What clients must say first; null for nothing.</param>
    public RespListener Listen(StreamSocket socket, string @namespace, string pool, string? password = null) =>
        _server.Listen(socket, Endpoint(@namespace, pool, password));

    /// <summary>Starts to serve a pool on a TCP port with TLS.</summary>
    /// <param name="address">Address and port.</param>
    /// <param name="directory">Has tls.crt and tls.key, read once.</param>
    /// <param name="namespace">The pool's namespace.</param>
    /// <param name="pool">Its name.</param>
    /// <param name="password">What clients must say first; null for nothing.</param>
    [SuppressMessage("Reliability", "CA2000", Justification = "The certificate is used by connections until the last of them ends.")]
    public RespTlsFront ListenWithTls(IPEndPoint address, string directory, string @namespace, string pool, string? password)
    {
        var certificate = X509Certificate2.CreateFromPemFile(Path.Combine(directory, "tls.crt"), Path.Combine(directory, "tls.key"));
        return new RespTlsFront(_server, address, Endpoint(@namespace, pool, password), () => certificate, _time);
    }

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();

    private RespEndpoint Endpoint(string @namespace, string pool, string? password) =>
        new(pool, () => _stores.Find(@namespace, pool), password) { Version = AgentVersion.Current };

    [LoggerMessage(1701, LogLevel.Error, "A connection that speaks the Redis protocol failed unexpectedly and was closed. Please report this")]
    private partial void LogFailed(Exception exception);
}
