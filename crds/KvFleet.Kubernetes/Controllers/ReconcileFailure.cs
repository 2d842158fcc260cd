using System.Net.Sockets;
using KvFleet.Kubernetes.Client;

namespace KvFleet.Kubernetes.Controllers;

/// <summary>What an exception that left a run means.</summary>
internal static class ReconcileFailure
{
    /// <summary>Someone else wrote first: read again and go on, nobody needs to know.</summary>
    public static bool IsConflict(Exception exception) => exception is KubernetesApiException { IsConflict: true };

    /// <summary>True for what networks and servers do on a bad day; anything else is a bug in the controller.</summary>
    public static bool IsExpected(Exception exception) =>
        exception is KubernetesApiException or HttpRequestException or TimeoutException or IOException or SocketException or OperationCanceledException;

    /// <summary>The result that stands for the exception.</summary>
    public static ReconciliationResult ToResult(Exception exception) => exception switch
    {
        KubernetesApiException { IsInvalid: true } => ReconciliationResult.Terminal(exception.Message, exception),
        KubernetesApiException api => ReconciliationResult.Failure(api.Message, api, api.RetryAfter),
        _ => ReconciliationResult.Failure(exception.Message, exception),
    };
}
