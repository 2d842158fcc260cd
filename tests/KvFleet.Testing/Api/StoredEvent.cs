namespace KvFleet.Testing;

/// <summary>A change, for watches that start later.</summary>
internal sealed record StoredEvent(FakeResource Resource, StoredObject? Before, StoredObject? After, StoredObject Last)
{
    public long Version => Last.Version;
}
