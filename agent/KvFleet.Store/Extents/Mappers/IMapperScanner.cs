using System.Collections.Immutable;

namespace KvFleet.Store.Extents.Mappers;

/// <summary>Asks the kernel which processes have extents, whatever their connections say.</summary>
public interface IMapperScanner
{
    /// <summary>Looks through all processes of the machine.</summary>
    /// <param name="targets">What to look for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Every process that has one, our own included.</returns>
    /// <exception cref="Locking.LockerUnavailableException">Who could tell is away.</exception>
    Task<ImmutableArray<MapperSighting>> ScanAsync(IReadOnlyCollection<ScanTarget> targets, CancellationToken cancellationToken);
}
