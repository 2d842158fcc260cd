namespace KvFleet.Kubernetes;

/// <summary>An object with a wished-for state.</summary>
/// <typeparam name="T">The spec type.</typeparam>
public interface ISpec<T>
{
    /// <summary>What the user wishes for.</summary>
    T Spec { get; set; }
}
