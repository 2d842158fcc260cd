namespace KvFleet.Prometheus.Parsing;

/// <summary>Where a label lies in the text.</summary>
internal readonly record struct LabelRange(int NameStart, int NameLength, int ValueStart, int ValueLength, bool IsEscaped);
