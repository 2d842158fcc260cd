using KvFleet.Model.Catalog;

namespace KvFleet.Model.Accelerators;

/// <summary>Turns YAML into accelerators.</summary>
internal static class AcceleratorCatalogReader
{
    private const string Link = "a PCI generation and lanes, such as 5x16";
    private static readonly string[] Figures = ["memory", "memoryBandwidth", "bf16", "hostLink"];

    /// <summary>Reads a whole catalog.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="file">The file's name, for messages.</param>
    public static List<AcceleratorProduct> Read(TextReader yaml, string file)
    {
        var products = new List<AcceleratorProduct>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (_, list) in CatalogDocument.Load(yaml, file)?.Fields("accelerators") ?? [])
        {
            foreach (var (name, node) in list.Fields())
            {
                var product = Product(name, node, names);
                products.Add(product);
                products.AddRange(Variants(product, node));
            }
        }

        return products;
    }

    private static AcceleratorProduct Product(string name, CatalogNode node, HashSet<string> names)
    {
        var given = node.Fields(["vendor", .. Figures, "pci", "aliases", "variants"]).ToDictionary(field => field.Key, field => field.Value, StringComparer.Ordinal);
        CatalogNode Required(string field) => given.TryGetValue(field, out var value) ? value : throw node.Error($"{name}: {field} is missing; an accelerator needs vendor, {string.Join(", ", Figures)}.");
        IReadOnlyList<string> Texts(string field) => given.TryGetValue(field, out var value) ? [.. value.Items().Select(item => item.Text())] : [];
        var vendor = Required("vendor");
        var product = new AcceleratorProduct
        {
            Name = name,
            Vendor = Enum.TryParse<AcceleratorVendor>(vendor.Text(), ignoreCase: true, out var known) && Enum.IsDefined(known) && known != AcceleratorVendor.None && !char.IsAsciiDigit(vendor.Text()[0])
                ? known
                : throw vendor.Error($"'{vendor.Text()}' is no vendor; give one of Nvidia, Amd, Intel, Gaudi."),
            MemoryBytes = Required("memory").Positive() * 1e9,
            MemoryBytesPerSecond = Required("memoryBandwidth").Positive() * 1e12,
            FlopsPerSecond = Required("bf16").Positive() * 1e12,
            HostLink = HostLink(Required("hostLink")),
            Aliases = Texts("aliases"),
            PciIds = Texts("pci"),
        };
        foreach (var called in product.Aliases.Prepend(name))
        {
            if (AcceleratorCatalog.Normalize(called) is not { Length: > 0 } normal || !names.Add(normal))
            {
                throw node.Error($"{called} is listed twice (case, blanks, _ and - do not count), or is no name; keep one.");
            }
        }

        return product;
    }

    private static IEnumerable<AcceleratorProduct> Variants(AcceleratorProduct product, CatalogNode node)
    {
        var variants = node.Fields().FirstOrDefault(field => field.Key == "variants").Value;
        foreach (var variant in variants?.Items() ?? [])
        {
            var changed = product;
            foreach (var (field, value) in variant.Fields(Figures))
            {
                changed = field switch
                {
                    "memory" => changed with { MemoryBytes = value.Positive() * 1e9 },
                    "memoryBandwidth" => changed with { MemoryBytesPerSecond = value.Positive() * 1e12 },
                    "bf16" => changed with { FlopsPerSecond = value.Positive() * 1e12 },
                    _ => changed with { HostLink = HostLink(value) },
                };
            }

            yield return changed.MemoryBytes.Equals(product.MemoryBytes)
                ? throw variant.Error($"a variant of {product.Name} must have another memory; that is how it is told apart.")
                : changed;
        }
    }

    private static PciLink HostLink(CatalogNode node) => PciLink.Parse(node.Text()) ?? throw node.Error($"hostLink is '{node.Text()}'; give {Link}.");
}
