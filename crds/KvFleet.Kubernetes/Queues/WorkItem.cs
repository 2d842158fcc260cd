namespace KvFleet.Kubernetes.Queues;

/// <summary>A key that a queue handed out. Until <see cref="IWorkQueue{TKey}.Done"/> nobody else gets it.</summary>
/// <typeparam name="TKey">The key's type.</typeparam>
/// <param name="Key">What to work on.</param>
/// <param name="Priority">How urgent it was; a retry keeps it.</param>
public readonly record struct WorkItem<TKey>(TKey Key, WorkPriority Priority)
    where TKey : notnull;
