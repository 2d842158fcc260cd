namespace KvFleet.Kubernetes;

/// <summary>An object that has Kubernetes metadata.</summary>
/// <typeparam name="T">The metadata type.</typeparam>
public interface IMetadata<T>
{
    /// <summary>The object's metadata.</summary>
    T Metadata { get; set; }
}
