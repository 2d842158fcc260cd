namespace KvFleet.E2E.Tests.Cluster;

/// <summary>All tests share one installation and so run one after the other.</summary>
[CollectionDefinition(nameof(InstallationCollection))]
public sealed class InstallationCollection : ICollectionFixture<Installation>;
