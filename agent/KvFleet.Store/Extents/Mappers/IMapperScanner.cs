namespace KvFleet.Store.Extents.Mappers;

/// <summary>Asks the kernel which processes have extents, whatever their connections say.</summary>
public interface IMapperScanner
{
    /// <summary>Looks through all processes of the machine.</summary>
    /// <param name="targets">What to look for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="Locking.LockerUnavailableException">Who could tell is away.</exception>
    Task<MapperSightings> ScanAsync(IReadOnlyCollection<ScanTarget> targets, CancellationToken cancellationToken);
}
