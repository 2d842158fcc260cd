using KvFleet.Kubernetes.Client;
using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.Hosting;

/// <summary>Says once which version the API server has, and warns of one that this client is not made for.</summary>
internal sealed partial class ServerVersionReport(IKubernetesClient client, ILogger<ServerVersionReport> logger)
{
    /// <summary>Asks and logs; never fails, as nothing depends on it.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var version = await client.Discovery.GetServerVersionAsync(cancellationToken);
            if (version.IsKnown && !version.IsAtLeast(1, KubernetesServerVersion.OldestMinor))
                LogTooOld(client.BaseUri, version.GitVersion, KubernetesServerVersion.OldestMinor);
            else if (version.IsKnown && !version.IsSupported)
                LogNewer(client.BaseUri, version.GitVersion, KubernetesServerVersion.NewestMinor);
            else
                LogVersion(client.BaseUri, version.IsKnown ? version.GitVersion : "of unknown version");
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogUnknown(client.BaseUri, e.Message);
        }
        catch (OperationCanceledException)
        {
            // The process ends before it knows.
        }
    }

    [LoggerMessage(430, LogLevel.Warning, "API server {Server} is {Version}; this client is made for 1.{Oldest} and newer. What it relies on (apply, Lease, events.k8s.io/v1) may be missing or behave differently: upgrade the cluster")]
    private partial void LogTooOld(Uri server, string version, int oldest);

    [LoggerMessage(431, LogLevel.Information, "API server {Server} is {Version}, newer than what was known when this client was made (1.{Newest})")]
    private partial void LogNewer(Uri server, string version, int newest);

    [LoggerMessage(432, LogLevel.Information, "API server {Server} is {Version}")]
    private partial void LogVersion(Uri server, string version);

    [LoggerMessage(433, LogLevel.Debug, "API server {Server} did not say its version: {Error}")]
    private partial void LogUnknown(Uri server, string error);
}
