using System.Diagnostics.CodeAnalysis;
using KvFleet.Kubernetes.Controllers;
using KvFleet.Kubernetes.Finalizers;
using KvFleet.Kubernetes.Informers;
using KvFleet.Kubernetes.LeaderElection;
using Microsoft.Extensions.DependencyInjection;

namespace KvFleet.Kubernetes.Hosting;

/// <summary>Adds the parts of an operator. Everything is made once and lives as long as the process.</summary>
public interface IOperatorBuilder
{
    /// <summary>The application's services.</summary>
    IServiceCollection Services { get; }

    /// <summary>Adds a controller for a kind.</summary>
    /// <typeparam name="TImplementation">The controller.</typeparam>
    /// <typeparam name="TEntity">The kind.</typeparam>
    /// <param name="configure">What else it watches and how it runs.</param>
    IOperatorBuilder AddController<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TImplementation, TEntity>(
        Action<EntityControllerBuilder<TEntity>>? configure = null)
        where TImplementation : class, IEntityController<TEntity>
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Adds a controller that runs for keys of its own making.</summary>
    /// <typeparam name="TImplementation">The controller.</typeparam>
    /// <param name="name">Its name in logs and metrics.</param>
    /// <param name="configure">What it watches and how it runs.</param>
    IOperatorBuilder AddKeyController<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TImplementation>(
        string name, Action<KeyControllerBuilder> configure)
        where TImplementation : class, IKeyController;

    /// <summary>Adds a finalizer to a kind that has a controller.</summary>
    /// <typeparam name="TImplementation">The finalizer.</typeparam>
    /// <typeparam name="TEntity">The kind.</typeparam>
    /// <param name="id">The qualified name that it leaves in objects, for example <c>kvfleet.io/drain</c>. Never change it: objects carry it.</param>
    IOperatorBuilder AddFinalizer<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TImplementation, TEntity>(string id)
        where TImplementation : class, IEntityFinalizer<TEntity>
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>
    /// Follows a kind, with one watch for the whole process however many parts use it; they get it as <see cref="IInformer{TEntity}"/>. Controllers add theirs
    /// by themselves; call this to give options, or for a kind that is only looked up.
    /// </summary>
    /// <typeparam name="TEntity">The kind.</typeparam>
    /// <param name="options">What to follow and keep; null leaves an earlier choice.</param>
    IOperatorBuilder AddInformer<TEntity>(InformerOptions<TEntity>? options = null)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Adds long-running work that only the leader does.</summary>
    /// <typeparam name="TImplementation">The work.</typeparam>
    IOperatorBuilder AddLeaderService<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TImplementation>()
        where TImplementation : class, ILeaderService;
}
