using System.Diagnostics.CodeAnalysis;
using KvFleet.Model.Catalog;

namespace KvFleet.Model.Accelerators;

/// <summary>Accelerators known by product name and memory. Immutable.</summary>
public sealed class AcceleratorCatalog
{
    /// <summary>How far, as a share, a tool's figure may be from the memory as sold: B200 is sold with 180 GB, has 192 GB and shows 179.</summary>
    private const double MemoryTolerance = 0.12;

    private const string Resource = "KvFleet.Model.accelerators.yaml";
    private static readonly Lazy<AcceleratorCatalog> Shipped = new(LoadShipped);

    private AcceleratorCatalog(IReadOnlyList<AcceleratorProduct> products) => Products = products;

    /// <summary>The accelerators that come with KvFleet: <c>config/accelerators.yaml</c>.</summary>
    public static AcceleratorCatalog BuiltIn => Shipped.Value;

    /// <summary>The products; those of one name differ by memory.</summary>
    public IReadOnlyList<AcceleratorProduct> Products { get; }

    /// <summary>Reads a catalog file.</summary>
    /// <param name="yaml">The YAML text; at most 1 MiB.</param>
    /// <param name="file">The file's name, for error messages.</param>
    /// <exception cref="CatalogException">The text is no valid catalog; the message names line and column, what is wrong and what to do.</exception>
    public static AcceleratorCatalog Read(TextReader yaml, string file) => new(AcceleratorCatalogReader.Read(yaml, file));

    /// <summary>This catalog with a user's file on top: its names win over the same names here.</summary>
    /// <param name="yaml">The YAML text; at most 1 MiB.</param>
    /// <param name="file">The file's name, for error messages.</param>
    /// <exception cref="CatalogException">The text is no valid catalog; this one stays as it is.</exception>
    public AcceleratorCatalog Merge(TextReader yaml, string file)
    {
        var added = AcceleratorCatalogReader.Read(yaml, file);
        return new AcceleratorCatalog([.. Products.Where(product => !added.Any(other => Names(other).Any(name => IsCalled(product, name)))), .. added]);
    }

    /// <summary>Finds a product.</summary>
    /// <param name="vendor">Who made it.</param>
    /// <param name="name">Its name as a tool reports it; empty if none does, and then only memory tells.</param>
    /// <param name="memoryBytes">Memory of one accelerator, in bytes; 0 if unknown.</param>
    /// <param name="product">The product.</param>
    /// <returns>Whether exactly one fits. Of several without a known memory the one listed first is taken.</returns>
    public bool TryGet(AcceleratorVendor vendor, string name, long memoryBytes, [NotNullWhen(true)] out AcceleratorProduct? product)
    {
        AcceleratorProduct[] fitting =
        [
            .. Products.Where(known => known.Vendor == vendor && (name.Length == 0 ? memoryBytes > 0 : IsCalled(known, name)))
                .Where(known => memoryBytes == 0 || Difference(known, memoryBytes) <= MemoryTolerance)
                .OrderBy(known => memoryBytes == 0 ? 0 : Difference(known, memoryBytes)),
        ];

        // Without a name the vendor must have one product of that size only.
        product = fitting.Length == 0 || (name.Length == 0 && fitting.Length > 1) ? null : fitting[0];
        return product is not null;
    }

    /// <summary>Finds a product by what the PCI bus says; memory is not known there.</summary>
    /// <param name="pciId">Vendor and device, such as <c>10de:2330</c>.</param>
    /// <param name="product">The product.</param>
    public bool TryGetByPciId(string pciId, [NotNullWhen(true)] out AcceleratorProduct? product)
    {
        product = Products.FirstOrDefault(known => known.PciIds.Contains(pciId, StringComparer.OrdinalIgnoreCase));
        return product is not null;
    }

    /// <summary>A name without what tools write differently: case, blanks, <c>_</c> and <c>-</c>.</summary>
    internal static string Normalize(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();

    private static IEnumerable<string> Names(AcceleratorProduct product) => product.Aliases.Prepend(product.Name);

    private static bool IsCalled(AcceleratorProduct product, string name)
        => Names(product).Any(known => string.Equals(Normalize(known), Normalize(name), StringComparison.Ordinal));

    // Tools count in 2^30 or 10^9 and take reserved memory off: both readings are compared.
    private static double Difference(AcceleratorProduct product, long memoryBytes)
        => Math.Min(Math.Abs(memoryBytes - product.MemoryBytes), Math.Abs((memoryBytes / 1.073741824) - product.MemoryBytes)) / product.MemoryBytes;

    private static AcceleratorCatalog LoadShipped()
    {
        using var stream = typeof(AcceleratorCatalog).Assembly.GetManifestResourceStream(Resource)
            ?? throw new CatalogException($"The resource {Resource} is missing from {typeof(AcceleratorCatalog).Assembly.GetName().Name}; the build is incomplete.");
        using var reader = new StreamReader(stream);
        return Read(reader, "accelerators.yaml");
    }
}
