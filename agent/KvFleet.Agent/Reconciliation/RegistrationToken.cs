namespace KvFleet.Agent.Reconciliation;

/// <summary>
/// The node's one turn to register memory with a driver: registering holds locks that stall every other process's use of accelerators, so one process does
/// it at a time. On the loop.
/// </summary>
internal sealed class RegistrationToken
{
    private readonly List<(object Who, Action Granted)> _queue = [];

    /// <summary>Processes that have or wait for it.</summary>
    public int Waiting => _queue.Count;

    /// <summary>Asks for it.</summary>
    /// <param name="who">Who asks; who asks again keeps its place.</param>
    /// <param name="granted">Called when it is its turn later.</param>
    /// <returns>Whether it is its turn now.</returns>
    public bool Ask(object who, Action granted)
    {
        if (!_queue.Exists(waiting => waiting.Who == who))
            _queue.Add((who, granted));
        return _queue[0].Who == who;
    }

    /// <summary>Gives it, or the place in the queue, back.</summary>
    public void GiveBack(object who)
    {
        var at = _queue.FindIndex(waiting => waiting.Who == who);
        if (at < 0)
            return;
        _queue.RemoveAt(at);
        if (at == 0 && _queue.Count > 0)
            _queue[0].Granted();
    }
}
