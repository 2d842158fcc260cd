namespace KvFleet.Kubernetes.Informers;

/// <summary>Hears of changes, one after the other, after the store has them. Be quick: put a key in a queue.</summary>
/// <typeparam name="TEntity">The type.</typeparam>
public interface IInformerHandler<in TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>An object appeared. It may already carry a deletion timestamp.</summary>
    /// <param name="entity">The object; never change it.</param>
    /// <param name="isInitial">True while the first list (or the replay to a late handler) is told.</param>
    void OnAdded(TEntity entity, bool isInitial);

    /// <summary>An object changed, or is told again (the same instance twice) by a resync.</summary>
    /// <param name="oldEntity">What it was; never change it.</param>
    /// <param name="newEntity">What it is; never change it.</param>
    void OnUpdated(TEntity oldEntity, TEntity newEntity);

    /// <summary>An object is gone.</summary>
    /// <param name="entity">Its last known state, which may be old when the deletion was noticed by a list.</param>
    void OnDeleted(TEntity entity);
}
