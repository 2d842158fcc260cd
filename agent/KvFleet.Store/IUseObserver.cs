using KvFleet.Protocol.Store;

namespace KvFleet.Store;

/// <summary>Hears which blocks engines use, whether they are here or not. Called on clients' threads, outside of the store's lock; must be quick.</summary>
public interface IUseObserver
{
    /// <summary>An engine uses blocks, those included that it has itself.</summary>
    /// <param name="keys">The keys of one request, root first.</param>
    void Used(KeyList keys);
}
