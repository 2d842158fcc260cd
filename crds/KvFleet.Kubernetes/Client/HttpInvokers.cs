using System.Security.Cryptography.X509Certificates;
using KvFleet.Kubernetes.Configuration;

namespace KvFleet.Kubernetes.Client;

/// <summary>
/// Holds the connections. When the client certificate changes they are all replaced: a connection keeps the identity that it was opened with.
/// </summary>
internal sealed class HttpInvokers(KubernetesClientConfiguration configuration, Func<HttpMessageHandler>? handlerFactory) : IDisposable
{
    private readonly Lock _gate = new();
    private HttpMessageInvoker? _current;
    private HttpMessageInvoker? _retired;
    private X509Certificate2? _certificate;
    private bool _disposed;

    public HttpMessageInvoker Current
    {
        get
        {
            var certificate = configuration.Credentials.ClientCertificate;
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_disposed, typeof(KubernetesClient));
                if (_current is not null && ReferenceEquals(certificate, _certificate))
                    return _current;
                // What is under way may finish on the old connections: even watches end within minutes. The next change closes them.
                _retired?.Dispose();
                _retired = _current;
                _certificate = certificate;
#pragma warning disable CA2000 // The invoker owns its handler (disposeHandler).
                var handler = handlerFactory?.Invoke() ?? KubernetesHttpHandler.Create(configuration, certificate);
                return _current = new HttpMessageInvoker(handler, disposeHandler: true);
#pragma warning restore CA2000
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _current?.Dispose();
            _retired?.Dispose();
        }
    }
}
