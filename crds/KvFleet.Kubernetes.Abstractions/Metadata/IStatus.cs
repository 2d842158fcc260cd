namespace KvFleet.Kubernetes;

/// <summary>An object with an observed state.</summary>
/// <typeparam name="T">The status type.</typeparam>
public interface IStatus<T>
{
    /// <summary>What was observed last.</summary>
    T Status { get; set; }
}
