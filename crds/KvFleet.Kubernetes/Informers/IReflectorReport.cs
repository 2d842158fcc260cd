using KvFleet.Kubernetes.Client;

namespace KvFleet.Kubernetes.Informers;

/// <summary>What a reflector tells of itself.</summary>
internal interface IReflectorReport
{
    /// <summary>The server has shown a sign of life, and what is known is whole.</summary>
    void Alive();

    /// <summary>An object does not fit its type.</summary>
    void Unreadable(UnreadableObject unreadable);

    /// <summary>The server does not stream lists; plain ones are used from now on.</summary>
    void NotStreaming(string why);

    /// <summary>The transformation failed for an object, which is kept as it is.</summary>
    void NotTrimmed(ObjectKey key, Exception failure);
}
