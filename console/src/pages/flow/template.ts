/** The definition of a new flow: it needs nothing outside and shows a reference, a choice and a wait. */
export const TEMPLATE = `version: v1
type: flow
steps:
  - type: pass
    name: greet
    outputMappings:
      - target: name
        source: $input.name
      - target: greeting
        source: Hello
  - type: choice
    name: isInAHurry
    choices:
      - condition: $.hurry == true
        goto: done
  - type: wait
    name: rest
    duration: 2
  - type: succeed
    name: done
`;
