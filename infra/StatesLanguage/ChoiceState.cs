using System.Text.Json.Nodes;

namespace Fanout.Infra.StatesLanguage;

/// <summary>Goes on where the first condition holds.</summary>
public sealed record ChoiceState : State
{
    /// <summary>The conditions, tried in order.</summary>
    public required IReadOnlyList<ChoiceRule> Choices { get; init; }

    /// <summary>The name of the next state where no condition holds.</summary>
    public string? Default { get; init; }

    /// <summary>Variables to assign where no condition holds.</summary>
    public JsonObject? Assign { get; init; }

    /// <summary>The output where no condition holds.</summary>
    public JsonNode? Output { get; init; }

    private protected override string Type => "Choice";

    private protected override void Write(JsonFields fields) => fields
        .AddAll(nameof(Choices), Choices.Select(choice => choice.ToJson()))
        .Add(nameof(Assign), Assign)
        .Add(nameof(Output), Output)
        .Add(nameof(Default), Default);
}
