namespace Pulse;

/// <summary>When a delivery is acknowledged, and by whom.</summary>
internal enum Acknowledgement
{
    AfterHandler,
    BeforeHandler,
    ByHandler,
}
