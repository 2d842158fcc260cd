using System.Net;
using KvFleet.Kubernetes.Client;

namespace KvFleet.Kubernetes.Informers;

/// <summary>
/// Whether to ask for a streamed list (WatchList). Servers before 1.27 ignore what they do not know and would never say that the list is complete; some aggregated servers and proxies
/// of newer clusters do so, too. Whoever fails at it is not asked again: a plain list works everywhere.
/// </summary>
internal sealed class StreamedListSupport(IKubernetesClient client)
{
    /// <summary>Since when servers have it switched on.</summary>
    private static readonly (int Major, int Minor) Since = (1, 32);

    private const int MostFailures = 3;
    private int _failures;
    private bool _isOff;

    public async Task<bool> IsOfferedAsync(CancellationToken cancellationToken)
    {
        if (_isOff)
            return false;
        try
        {
            var version = await client.Discovery.GetServerVersionAsync(cancellationToken);
            _isOff = !version.IsAtLeast(Since.Major, Since.Minor);
            return !_isOff;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Not worth an error: the list that comes now tells what is wrong.
            return false;
        }
    }

    /// <summary>Notes a failure.</summary>
    /// <returns>True when the server does not do it: list at once. False: something else is wrong that would hit a list, too.</returns>
    public bool IsRefusal(Exception failure)
    {
        if (failure is InitialEventsMissingException or KubernetesApiException { StatusCode: HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity })
        {
            _isOff = true;
            return true;
        }

        // What would hit a list in the same way says nothing about streams. A server that is overloaded answers lists from its cache when streams time out (kubernetes/kubernetes#139766).
        if (failure is not KubernetesApiException { IsExpired: true } and not KubernetesApiException { IsForbidden: true } and not KubernetesApiException { IsNotFound: true } && ++_failures >= MostFailures)
            _isOff = true;
        return false;
    }

    public void Succeeded() => _failures = 0;
}
