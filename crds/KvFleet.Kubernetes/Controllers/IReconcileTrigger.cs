namespace KvFleet.Kubernetes.Controllers;

/// <summary>Asks a controller for a run because of something the API server does not know of, for example an agent's report.</summary>
/// <remarks>Before the controller has started (it may wait for leadership) triggers are dropped: its start looks at everything anyway.</remarks>
/// <typeparam name="TController">The controller's implementation, as it was registered.</typeparam>
public interface IReconcileTrigger<TController>
{
    /// <summary>Asks for a run now, or after the controller's debounce time.</summary>
    /// <param name="key">What to run for.</param>
    void Enqueue(ObjectKey key);

    /// <summary>Asks for a run after a delay, unless one is due earlier.</summary>
    /// <param name="key">What to run for.</param>
    /// <param name="delay">The delay.</param>
    void EnqueueAfter(ObjectKey key, TimeSpan delay);
}
