namespace KvFleet.Kubernetes;

/// <summary>Makes and reads owner references.</summary>
public static class OwnerReferenceExtensions
{
    /// <summary>A reference by which another object can name this one as its owner.</summary>
    /// <param name="owner">The owner, as the server returned it: it must have a uid.</param>
    /// <param name="controller">True for the one owner that manages the object.</param>
    /// <param name="blockOwnerDeletion">True: a foreground deletion of the owner waits. Null leaves it unset, which needs no permission on the owner's finalizers.</param>
    /// <exception cref="ArgumentException">The owner has no uid, so the server has not stored it.</exception>
    public static V1OwnerReference MakeOwnerReference(
        this IKubernetesObject<V1ObjectMeta> owner, bool controller = true, bool? blockOwnerDeletion = null)
    {
        if (owner.Uid().Length == 0)
            throw new ArgumentException($"{owner.Kind} '{owner.Name()}' has no uid: read it from the server first.", nameof(owner));
        var metadata = EntityMetadata.Find(owner.GetType());
        return new V1OwnerReference
        {
            ApiVersion = owner.ApiVersion is { Length: > 0 } version ? version : metadata?.ApiVersion ?? string.Empty,
            Kind = owner.Kind is { Length: > 0 } kind ? kind : metadata?.Kind ?? string.Empty,
            Name = owner.Name(),
            Uid = owner.Uid(),
            Controller = controller ? true : null,
            BlockOwnerDeletion = blockOwnerDeletion,
        };
    }

    /// <summary>Adds an owner; an entry of the same uid is replaced.</summary>
    /// <param name="obj">The owned object.</param>
    /// <param name="owner">The reference.</param>
    public static void AddOwnerReference(this IMetadata<V1ObjectMeta> obj, V1OwnerReference owner) =>
        obj.Metadata.OwnerReferences =
            [.. (obj.Metadata.OwnerReferences ?? []).Where(o => !string.Equals(o.Uid, owner.Uid, StringComparison.Ordinal)), owner];

    /// <summary>Makes an object the owner that manages this one: its deletion deletes this one, and its controller hears of changes.</summary>
    /// <param name="obj">The object to be owned.</param>
    /// <param name="owner">The owner, as the server returned it.</param>
    /// <exception cref="ArgumentException">
    /// The owner has no uid; or it lives in a namespace, and the object in another one or in none: the garbage collector would not find it there, take it for gone, and delete the object.
    /// </exception>
    /// <exception cref="InvalidOperationException">Another owner manages the object already.</exception>
    public static void SetControllerReference(this IKubernetesObject<V1ObjectMeta> obj, IKubernetesObject<V1ObjectMeta> owner)
    {
        var reference = owner.MakeOwnerReference();
        if (owner.Namespace() is { } home && !string.Equals(home, obj.Namespace(), StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"{reference.Kind} '{owner.Name()}' in namespace '{home}' cannot own {obj.Kind} '{obj.Name()}' in {(obj.Namespace() is { } other ? $"namespace '{other}'" : "no namespace")}: it would be deleted as an orphan. Remember the owner in a label and use a finalizer.",
                nameof(owner));
        }

        if (obj.GetController() is { } manager && !string.Equals(manager.Uid, reference.Uid, StringComparison.Ordinal))
            throw new InvalidOperationException($"{obj.Kind} '{obj.Name()}' is managed by {manager.Kind} '{manager.Name}' already; two controllers would undo each other's work.");
        obj.AddOwnerReference(reference);
    }

    /// <summary>The owner that manages the object, or null.</summary>
    /// <param name="obj">The owned object.</param>
    public static V1OwnerReference? GetController(this IMetadata<V1ObjectMeta> obj) =>
        obj.Metadata.OwnerReferences?.FirstOrDefault(o => o.Controller == true);

    /// <summary>True when one of the object's owners has the uid of <paramref name="owner"/>.</summary>
    /// <param name="obj">The owned object.</param>
    /// <param name="owner">The owner.</param>
    public static bool IsOwnedBy(this IMetadata<V1ObjectMeta> obj, IMetadata<V1ObjectMeta> owner) =>
        owner.Uid().Length > 0
        && obj.Metadata.OwnerReferences?.Any(o => string.Equals(o.Uid, owner.Uid(), StringComparison.Ordinal)) == true;

    /// <summary>True when the reference names the group and kind, in whatever version: objects written before an API upgrade keep their owner.</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="type">The owner's type.</param>
    public static bool Matches(this V1OwnerReference reference, EntityMetadata type)
    {
        var slash = reference.ApiVersion.IndexOf('/', StringComparison.Ordinal);
        var group = slash < 0 ? string.Empty : reference.ApiVersion[..slash];
        return string.Equals(group, type.Group, StringComparison.Ordinal) && string.Equals(reference.Kind, type.Kind, StringComparison.Ordinal);
    }
}
