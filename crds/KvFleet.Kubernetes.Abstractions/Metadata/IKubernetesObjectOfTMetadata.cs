namespace KvFleet.Kubernetes;

/// <summary>A Kubernetes object with metadata: <see cref="V1ObjectMeta"/> for single objects, <see cref="V1ListMeta"/> for lists.</summary>
/// <typeparam name="TMetadata">The metadata type.</typeparam>
public interface IKubernetesObject<TMetadata> : IKubernetesObject, IMetadata<TMetadata>;
