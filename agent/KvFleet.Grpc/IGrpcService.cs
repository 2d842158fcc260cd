namespace KvFleet.Grpc;

/// <summary>A service: it names its methods once, when it is mapped.</summary>
/// <remarks>Grpc.AspNetCore derives this from a generated base class; see the README for how a service moves over.</remarks>
public interface IGrpcService
{
    /// <summary>Tells <paramref name="serviceBinder"/> each method and what serves it.</summary>
    /// <param name="serviceBinder">Collects the methods.</param>
    void BindService(ServiceBinderBase serviceBinder);
}
