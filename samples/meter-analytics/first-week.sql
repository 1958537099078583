SELECT "CustomerID", "SensorID-Period", "kWh-Amount"
FROM "ElectricityMeteredByPeriod"
WHERE "CustomerID" = 10027615
  AND "SensorID-Period" BETWEEN '51246506#2022-01-02' AND '51246506#2022-01-08'
  AND NOT contains("SensorID-Period", 'T')
