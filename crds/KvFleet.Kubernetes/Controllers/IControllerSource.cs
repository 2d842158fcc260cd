namespace KvFleet.Kubernetes.Controllers;

/// <summary>Where a controller's keys come from.</summary>
internal interface IControllerSource
{
    /// <summary>Starts to hand keys to <paramref name="sink"/>, first those of everything that exists.</summary>
    /// <returns>Dispose to end.</returns>
    IDisposable Start(IKeySink sink);
}
