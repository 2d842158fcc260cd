using System.Diagnostics;
using KvFleet.Kubernetes.Diagnostics;

namespace KvFleet.Kubernetes.Controllers;

/// <summary>The span of one run. Null members all the way when nobody listens.</summary>
internal static class ReconcileActivity
{
    public static Activity? Start(string controller, ObjectKey key, Guid reconcileId)
    {
        // A run belongs to no request: what happened to be current where its key was taken is not its parent.
        Activity.Current = null;
        var activity = KubernetesTracing.Source.StartActivity("reconcile " + controller);
        if (activity is null)
            return null;
        activity.SetTag("controller", controller);
        activity.SetTag("object", key.ToString());
        activity.SetTag("reconcileID", reconcileId.ToString());
        return activity;
    }

    public static void SetResult(this Activity? activity, string result) => activity?.SetTag("result", result);

    public static void SetResult(this Activity? activity, ReconciliationResult result)
    {
        if (activity is null)
            return;
        activity.SetResult(result switch
        {
            { IsSuccess: true, RequeueAfter: null } => "success",
            { IsSuccess: true } => "requeue_after",
            { IsTerminal: true } => "terminal_error",
            _ => "error",
        });
        if (!result.IsSuccess)
            activity.SetStatus(ActivityStatusCode.Error, result.ErrorMessage);
        if (result.Error is { } error)
            activity.AddException(error);
    }
}
