using Microsoft.Extensions.Options;

namespace KvFleet.Operator.Options;

/// <summary>Checks the settings at start. The body is generated from the attributes, nested objects included.</summary>
[OptionsValidator]
internal sealed partial class OperatorOptionsValidator : IValidateOptions<OperatorOptions>;
